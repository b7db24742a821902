"""CycloneDX (ECMA-424): documents written as 1.6 and 1.7, read from 1.2 to 1.7, in JSON and XML."""

"""Known vulnerabilities, from advisories in the OSV format that lie on this machine: nothing is fetched.

`osv` reads one advisory, `index` keeps a folder or archive of them by package, `versions` compares versions by the
ecosystem's own rules, `known` answers for a package.
"""

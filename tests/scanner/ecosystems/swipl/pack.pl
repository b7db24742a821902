name(hdt).
version('0.5.2').
% requires(commented).
title('Access RDF HDT files').
author( 'Jan Example', 'jan@example.org' ).
home( 'https://hdt.example' ).
requires(rdf_kit).
requires(prolog >= '9.1').

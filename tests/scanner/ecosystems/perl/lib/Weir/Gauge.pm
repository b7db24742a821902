package Weir::Gauge;
our $VERSION = '1.24';
1;

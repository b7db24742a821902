module example.com/old

require github.com/pkg/errors v0.8.1

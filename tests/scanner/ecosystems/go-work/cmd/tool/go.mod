module forge.example/weir/cmd/tool

go 1.22

require (
	forge.example/weir/api v1.2.0
	github.com/pkg/errors v0.9.1
	golang.org/x/text v0.14.0 // indirect
)

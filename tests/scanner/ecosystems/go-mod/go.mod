module gitee.com/example/ferry

go 1.21

toolchain go1.21.6

require github.com/spf13/cobra v1.8.0

require (
	github.com/inconshreveable/mousetrap v1.1.0 // indirect
	github.com/old/pier/v2 v2.0.0
	gitee.com/example/rope v0.1.0 // local
	"gopkg.in/yaml.v3" v3.0.1+incompatible
	example.com/never v1.0.0
	//github.com/commented/out v9.9.9
)

replace (
	github.com/old/pier/v2 v2.0.0 => github.com/new/pier/v2 v2.1.0
	gitee.com/example/rope => ../rope
)

exclude example.com/never v1.0.0

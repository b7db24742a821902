module git.example/meridian/gridlog

go 1.22

require code.example/wirefmt v0.9.1

require code.example/ringbuf v1.2.0 // indirect

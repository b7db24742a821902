# Package
version       = "0.2.0"
author        = "Ma Rui"
description   = "Fires clay"
license       = "MIT"

requires "nim >= 1.6.0", "jester >= 0.5.0",
         "https://gitee.com/example/valve#head"

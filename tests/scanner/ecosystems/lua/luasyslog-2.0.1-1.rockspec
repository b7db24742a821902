local package_name = "luasyslog"
local package_version = "2.0.1"

package = package_name
version = package_version.."-".."1"
source = {
   url = "git+https://gitee.com/lunarmodules/"..package_name..".git",
   tag = (package_version ~= "dev") and package_version or nil,
}
description = {
   summary = "Syslog logging for Lua", -- comment
   license = "MIT/X11",
   homepage = "https://luasyslog.example",
}
dependencies = {
   "lua >= 5.1",
   "lualogging >= 1.4.0, < 2.0.0",
   -- "luasocket",
   'inspect == 3.1.3',
}

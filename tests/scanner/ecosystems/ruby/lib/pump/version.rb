module Pump
  VERSION = "1.2.3"
end

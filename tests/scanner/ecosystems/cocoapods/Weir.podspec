Pod::Spec.new do |s|
  s.name         = "Weir"
  s.version      = "0.3.0"
  s.summary      = "Holds water"
  s.homepage     = "https://weir.example"
  s.license      = { :type => "MIT", :file => "LICENSE" }
  s.source       = { :git => "https://gitee.com/example/weir.git", :tag => s.version.to_s }
  s.dependency 'AFNetworking', '~> 4.0'
  s.dependency 'Weir/Core'
end

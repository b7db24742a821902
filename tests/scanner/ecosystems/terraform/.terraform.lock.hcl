provider "registry.terraform.io/aliyun/alicloud" {
  version     = "1.214.1"
  constraints = "~> 1.214"
  hashes = [
    "h1:8GzFLHVlEZkrLGTWsSwtj0wlPnOYCG1lJGPTJhPDOlg=",
    "zh:0569859f95fc761b18b45ef421b1290a0f65f147e92a1e5eb3e635f9a5e4e66f",
  ]
}

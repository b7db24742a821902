module "vpc" {
  source  = "alibaba/vpc/alicloud"
  version = "~> 1.11"
}
module "own" {
  source = "./modules/own"
}
# module "commented" { source = "a/b/c" }
module "git" {
  source = "git::https://gitee.com/example/tf-net.git//sub?ref=v1.2.0"
}

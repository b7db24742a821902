from distutils.core import setup
print "building"
setup(name="antique", version="0.1")

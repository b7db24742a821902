/* stb_image - v2.28 - public domain image loader
                                  no warranty implied; use at your own risk
*/

package web

import "github.com/gin-gonic/gin"

const secure = false

func login(c *gin.Context) {
	c.SetCookie("session", "1", 3600, "/", "example.com", secure, true) // assay: insecure-cookie
}

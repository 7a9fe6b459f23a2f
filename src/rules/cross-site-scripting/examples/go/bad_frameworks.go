package web

import (
	"bytes"
	"fmt"

	"github.com/gin-gonic/gin"
	"github.com/labstack/echo/v4"
)

func greet(c *gin.Context) {
	c.Data(200, "text/html; charset=utf-8", []byte("<b>"+c.Query("name")+"</b>")) // assay: cross-site-scripting
}

func direct(c *gin.Context) {
	var page bytes.Buffer
	fmt.Fprintf(&page, "<i>%s</i>", c.Param("name"))
	c.Writer.Write(page.Bytes()) // assay: cross-site-scripting
}

func welcome(c echo.Context) error {
	return c.HTML(200, "<p>"+c.QueryParam("name")+"</p>") // assay: cross-site-scripting
}

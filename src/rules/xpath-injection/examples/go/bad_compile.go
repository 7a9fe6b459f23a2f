package documents

import (
	"github.com/antchfx/xpath"
	"github.com/gin-gonic/gin"
)

func compile(c *gin.Context) *xpath.Expr {
	return xpath.MustCompile("//book[@id='" + c.Query("id") + "']") // assay: xpath-injection
}

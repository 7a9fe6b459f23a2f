package pages

import (
	"text/template"

	"github.com/gin-gonic/gin"
)

func mail(c *gin.Context) *template.Template {
	return template.Must(template.New("mail").Parse(c.PostForm("template"))) // assay: template-injection
}

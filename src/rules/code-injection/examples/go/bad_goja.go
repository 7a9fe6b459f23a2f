package scripts

import (
	"github.com/dop251/goja"
	"github.com/gin-gonic/gin"
)

type runner struct{ runtime *goja.Runtime }

func (s *runner) eval(text string) {
	s.runtime.RunString(text) // assay: code-injection
}

func handle(c *gin.Context) {
	s := &runner{runtime: goja.New()}
	s.eval(c.PostForm("script"))
}

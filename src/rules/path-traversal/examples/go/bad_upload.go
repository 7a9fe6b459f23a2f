package files

import (
	"os"

	"github.com/gin-gonic/gin"
)

type target struct {
	folder string
	name   string
}

func (t *target) path() string { return t.folder + "/" + t.name }

func upload(c *gin.Context) {
	file, err := c.FormFile("file")
	if err != nil {
		return
	}
	to := &target{folder: "/srv/uploads", name: c.PostForm("name")}
	c.SaveUploadedFile(file, to.path()) // assay: path-traversal
	if c.Query("replace") != "" {
		os.RemoveAll("/srv/uploads/" + c.Query("replace")) // assay: path-traversal
	}
}

package pages

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"
)

func line(w http.ResponseWriter, r *http.Request) {
	width, _ := strconv.ParseInt(r.URL.Query().Get("width"), 10, 64)
	w.Write([]byte(strings.Repeat("-", int(width)))) // assay: uncontrolled-allocation
}

func lowerBoundOnly(c *gin.Context) {
	count, _ := strconv.Atoi(c.Query("count"))
	if count < 1 {
		return
	}
	c.JSON(200, make([]int, 0, count*2)) // assay: uncontrolled-allocation
}

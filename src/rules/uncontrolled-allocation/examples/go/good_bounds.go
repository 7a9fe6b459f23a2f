package pages

import (
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"
)

const most = 1000

func clamped(c *gin.Context) {
	count, _ := strconv.Atoi(c.Query("count"))
	if count > most {
		count = most
	}
	c.JSON(200, make([]int, count))
}

func least(c *gin.Context) {
	count, _ := strconv.Atoi(c.Query("count"))
	c.JSON(200, make([]int, min(count, most)))
}

func asLongAsTheInput(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	copied := make([]byte, len(body))
	copy(copied, body)
	end := strings.Index(r.FormValue("path"), "/")
	parts := make([]string, end)
	use(copied, parts)
}

package fetch

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
)

type checker struct{ client *http.Client }

func (c *checker) check(address string) error {
	_, err := c.client.Head("https://" + address + "/health") // assay: server-side-request-forgery
	return err
}

func health(c *gin.Context) {
	checks := &checker{client: &http.Client{Timeout: time.Second}}
	if checks.check(c.Query("host")) != nil {
		c.Status(502)
	}
}

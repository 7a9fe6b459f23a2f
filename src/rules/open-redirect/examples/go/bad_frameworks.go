package web

import (
	"github.com/gin-gonic/gin"
	"github.com/labstack/echo/v4"
)

func gin302(c *gin.Context) {
	c.Redirect(302, c.Query("next")) // assay: open-redirect
}

func echo302(c echo.Context) error {
	return c.Redirect(302, c.FormValue("next")) // assay: open-redirect
}

package web

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

func newCookie(name string) *http.Cookie {
	cookie := new(http.Cookie)
	cookie.Name = name
	cookie.HttpOnly = true
	return cookie
}

func login(c echo.Context) error {
	c.SetCookie(newCookie("session")) // assay: insecure-cookie
	return c.NoContent(204)
}

package files

import (
	"fmt"
	"os"
	"strconv"

	"github.com/labstack/echo/v4"
)

var pages = map[string]string{"about": "about.html", "terms": "terms.html"}

func page(c echo.Context) error {
	file, ok := pages[c.Param("page")]
	if !ok {
		return echo.ErrNotFound
	}
	return c.File("pages/" + file)
}

func invoice(c echo.Context) error {
	id, err := strconv.Atoi(c.Param("id"))
	if err != nil {
		return err
	}
	data, err := os.ReadFile(fmt.Sprintf("invoices/%d.pdf", id))
	if err != nil {
		return err
	}
	return c.Blob(200, "application/pdf", data)
}

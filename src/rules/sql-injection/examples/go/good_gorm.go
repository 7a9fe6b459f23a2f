package shop

import (
	"fmt"

	"github.com/gin-gonic/gin"
	"gorm.io/gorm"
)

type Customer struct {
	ID   int
	Name string
}

func customers(db *gorm.DB) gin.HandlerFunc {
	return func(c *gin.Context) {
		var found []Customer
		db.Where("name = ?", c.Query("name")).Find(&found)
		db.Where(&Customer{Name: c.Query("name")}).First(&found)
		db.Where(map[string]interface{}{"name": c.Query("name")}).Find(&found)
		c.JSON(200, found)
	}
}

type page struct {
	Number int `form:"page"`
}

func paged(db *gorm.DB) gin.HandlerFunc {
	return func(c *gin.Context) {
		var wanted page
		if c.ShouldBindQuery(&wanted) != nil {
			return
		}
		var found []Customer
		db.Raw(fmt.Sprintf("SELECT * FROM customers OFFSET %d", wanted.Number)).Scan(&found)
	}
}

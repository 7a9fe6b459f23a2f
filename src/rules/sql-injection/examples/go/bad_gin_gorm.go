package shop

import (
	"github.com/gin-gonic/gin"
	"gorm.io/gorm"
)

type Customer struct {
	ID   int
	Name string
}

type search struct {
	Order string `json:"order"`
}

func routes(engine *gin.Engine, db *gorm.DB) {
	engine.GET("/customers", func(c *gin.Context) {
		var customers []Customer
		db.Where("name = '" + c.Query("name") + "'").Find(&customers) // assay: sql-injection
		c.JSON(200, customers)
	})
	engine.POST("/customers", func(c *gin.Context) {
		var wanted search
		if err := c.ShouldBindJSON(&wanted); err != nil {
			return
		}
		var customers []Customer
		db.Order(wanted.Order).Find(&customers) // assay: sql-injection
		c.JSON(200, customers)
	})
}

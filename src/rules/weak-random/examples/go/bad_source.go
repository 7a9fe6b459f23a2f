package tokens

import (
	"math/rand"
	"time"
)

const letters = "abcdefghijklmnopqrstuvwxyz"

func password(length int) string {
	generator := rand.New(rand.NewSource(time.Now().UnixNano()))
	made := make([]byte, length)
	for i := range made {
		made[i] = letters[generator.Intn(len(letters))] // assay: weak-random
	}
	return string(made)
}

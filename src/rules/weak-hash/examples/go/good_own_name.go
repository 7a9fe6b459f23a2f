package sums

type md5 struct{}

func (md5) Sum(data []byte) int { return len(data) }

func count(data []byte) int {
	var counter md5
	return counter.Sum(data)
}

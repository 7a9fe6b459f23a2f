package seal

import "example.com/office/des"

func desks(count int) (*des.Plan, error) {
	return des.NewPlan(count)
}

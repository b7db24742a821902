// Copyright (c) 2023, Meridian Grid Observatory. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

package frame

import (
	"testing"

	"code.example/wirefmt"
)

func TestSamplesOfOneInstantShareAFrame(t *testing.T) {
	frames := Gather([]wirefmt.Sample{{Meter: 1, At: 5, Value: 3}, {Meter: 2, At: 5, Value: -1}, {Meter: 1, At: 6}})

	if len(frames) != 2 || frames[0].Values[2] != -1 {
		t.Fatalf("got %v", frames)
	}
}

// Copyright (c) 2023, Meridian Grid Observatory. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Package frame gathers samples of many meters into one instant.
package frame

import "code.example/wirefmt"

// Frame is what all meters said at one instant.
type Frame struct {
	At     int64
	Values map[uint32]int32
}

// Gather groups consecutive samples with the same time.
func Gather(samples []wirefmt.Sample) []Frame {
	var frames []Frame
	for _, s := range samples {
		if len(frames) == 0 || frames[len(frames)-1].At != s.At {
			frames = append(frames, Frame{At: s.At, Values: map[uint32]int32{}})
		}
		frames[len(frames)-1].Values[s.Meter] = s.Value
	}
	return frames
}

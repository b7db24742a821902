// Copyright (c) 2023, Meridian Grid Observatory. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Command gridlog reads meter samples on standard input and keeps them by day.
package main

import (
	"errors"
	"io"
	"log"
	"os"

	"code.example/wirefmt"
	"git.example/meridian/gridlog/frame"
	"git.example/meridian/gridlog/store"
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: gridlog FOLDER < samples")
	}
	samples, err := readAll(wirefmt.NewReader(os.Stdin))
	if err != nil {
		log.Fatal(err)
	}
	if err := store.Append(os.Args[1], frame.Gather(samples)); err != nil {
		log.Fatal(err)
	}
}

func readAll(r *wirefmt.Reader) ([]wirefmt.Sample, error) {
	var samples []wirefmt.Sample
	for {
		s, err := r.Read()
		if errors.Is(err, io.EOF) {
			return samples, nil
		}
		if err != nil {
			return nil, err
		}
		samples = append(samples, s)
	}
}

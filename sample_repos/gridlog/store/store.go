// Copyright (c) 2023, Meridian Grid Observatory. All rights reserved.
// Use of this source code is governed by a BSD-style
// license that can be found in the LICENSE file.

// Package store keeps frames as one CSV file a day.
package store

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"git.example/meridian/gridlog/frame"
)

// Append writes frames to the files of their days, in folder.
func Append(folder string, frames []frame.Frame) error {
	for _, f := range frames {
		if err := appendOne(folder, f); err != nil {
			return fmt.Errorf("frame at %d: %w", f.At, err)
		}
	}
	return nil
}

func appendOne(folder string, f frame.Frame) error {
	day := time.UnixMicro(f.At).UTC().Format("2006-01-02")
	file, err := os.OpenFile(filepath.Join(folder, day+".csv"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer file.Close()
	w := csv.NewWriter(file)
	for meter, value := range f.Values {
		row := []string{strconv.FormatInt(f.At, 10), strconv.FormatUint(uint64(meter), 10), strconv.FormatInt(int64(value), 10)}
		if err := w.Write(row); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// The module Blobs.

// The module Messaging.

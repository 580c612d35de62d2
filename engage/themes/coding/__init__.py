"""A second person codes a sample blind, and agreement is measured."""

"""A fictional company of any size: its people, its year, and the workbooks its branches send, mistakes and all.

Everything follows from a seed; all names are invented. `run_demo` writes the files and runs the real procedure on them.
"""

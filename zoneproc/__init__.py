"""Batch processing of responsibility-zone workbooks: templates, intake, merge, checks, scores, ranked workbooks.

The procedure is `zoneproc.workflow`; everything else serves it. Heavy libraries are imported where they are used, so
that `import zoneproc` and `zoneproc --help` stay quick.
"""

__version__ = "0.1.0"

"""What was measured before: the results of runs with ``--save``, in one SQLite file.

``_store`` opens the file and knows its tables, ``records`` makes rows of a report, ``saving`` adds them,
``reading`` gives them back, ``upkeep`` checks and prunes, ``place`` says where the file is.
"""

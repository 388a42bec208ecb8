"""The time that a notebook takes: words, outputs and exercises."""

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from parley.courseplan import parts, table


def test_words_and_outputs_are_counted_part_by_part_and_teaching_cells_are_not() -> None:
    shown = [new_output("stream", text="1")]
    cells = [
        new_markdown_cell("# A\n\n" + "word " * 198),
        new_markdown_cell("word " * 200 + "\n\n## B\n\n" + "word " * 400),
        new_code_cell("b", outputs=shown),
        new_code_cell("c", outputs=shown),
        new_code_cell("d"),
        new_markdown_cell("word " * 4000, metadata={"tags": ["solution"]}),
        new_markdown_cell("## C"),
    ]
    assert parts(new_notebook(cells=cells)) == [("Opening", 2), ("B", 3), ("C", 1)]


def test_the_table_adds_up() -> None:
    assert "| **all** | **5** |" in table([("A", 2), ("B", 3)])

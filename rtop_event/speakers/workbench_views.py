"""The workbench in the browser: a list in, the list in order with reasons out."""

from __future__ import annotations

from flask import Response

from rtop_event.answer import answer, file_answer
from rtop_event.organisers.accounts import at_the_desk
from rtop_event.speakers import workbench
from rtop_event.speakers.blueprint import pages
from rtop_event.speakers.order_file import written_out
from rtop_event.speakers.workbench_forms import WorkbenchForm

TEMPLATE = "speakers/workbench.html"


@pages.get("/organise/workbench/")
def desk_workbench() -> Response:
    """The empty workbench."""
    at_the_desk()
    return answer(TEMPLATE, workbench.WorkbenchPage(WorkbenchForm(formdata=None), workbench.EXAMPLE))


@pages.post("/organise/workbench/")
def desk_put_in_order() -> Response:
    """Put a list in order; it is shown or given back as a file, and not kept."""
    at_the_desk()
    form = WorkbenchForm()
    if not form.validate_on_submit():
        return answer(TEMPLATE, workbench.WorkbenchPage(form, workbench.EXAMPLE), 422)
    try:
        chain = workbench.chain_of(str(form.preset.data), str(form.rules.data or ""))
        places = workbench.in_order(form.content, chain)
    except workbench.Unordered as wrong:
        return answer(TEMPLATE, workbench.faulty(form, wrong), 422)
    if form.csv.data:
        return file_answer(written_out(places).encode(), "text/csv; charset=utf-8", "list-in-order.csv", inline=False)
    return answer(TEMPLATE, workbench.shown(form, chain, places))

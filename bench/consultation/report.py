"""Figures, and the budgets that they must keep to."""

from dataclasses import dataclass, field


@dataclass
class Report:
    """Prints each figure at once, and remembers which budget was exceeded."""

    exceeded: list[str] = field(default_factory=list)

    def head(self, text: str) -> None:
        print(f"\n{text}", flush=True)

    def say(self, what: str, figure: float, unit: str, *, most: float | None = None,
            least: float | None = None) -> None:  # fmt: skip
        """Print a figure, with its bound where it has one."""
        bound = ""
        if most is not None or least is not None:
            kept = figure <= most if most is not None else figure >= (least or 0)
            word = f"at most {most:,.4g}" if most is not None else f"at least {least:,.4g}"
            bound = f"   {word:<16} {'ok' if kept else 'EXCEEDED'}"
            if not kept:
                self.exceeded.append(what)
        print(f"  {what:<52} {figure:>10,.4g} {unit:<9}{bound}", flush=True)

    def skip(self, what: str, why: str) -> None:
        print(f"  {what:<52}    skipped: {why}", flush=True)

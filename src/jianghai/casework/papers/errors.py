"""What can go wrong with papers: a blank that nobody filled, words that ask for what is not there."""

from __future__ import annotations

from jianghai.casework.errors import CaseworkError


class PaperError(CaseworkError):
    """The paper cannot be written: fill every blank that it asks for, each in its shape."""

    zh = "无法生成文书：请按要求填写文书所需的各项内容。"


class WordsError(CaseworkError):
    """The words of this paper do not hold together; correct them in the service's folder."""

    zh = "文书范本有误，请在事项目录中更正。"

"""Public glossaries, indexed and asked 15 questions each: the right entry first, quoted.

What the encoder was tuned on: questions over scikit-learn (the English reStructuredText),
solana-json, engineering-xlsx and w3c-dpv, 15 % of whose concepts were held out, and never on
git, kubernetes and transformers (``eval/tuning/samples.py``, ``HELD_OUT``). So the figures of
scikit-learn and w3c-dpv say that reading and asking go together; the others say how a glossary
that nobody has seen is answered, though the bound of refusing was chosen on other questions over
the English three. The encoder knows English: the Spanish transformers, and the scikit-learn page,
whose terms are English and whose definitions are Arabic, are asked in their own language.
The workbook and the JSON are asked in ``tests/rag/test_tables_asked.py``.

The questions were written before any was asked. Four were replaced afterwards, by others of their
kind: two comparisons and two abbreviations over scikit-learn and w3c-dpv, all right, whose words
stood among the tuning questions. Others may be near to one of those: only their wording is new. In
each set, in this order: three names with typing errors, four facts inside an entry, five
descriptions without the name, two comparisons, an abbreviation. Gold is any of the terms named.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from glossator.eval.tuning.samples import HELD_OUT
from glossator.index.names import words
from glossator.rag import Answer, Glossator

ROOT = Path(__file__).resolve().parent.parent.parent
LEAST = 0.85
KINDS = ("typing error",) * 3 + ("fact",) * 4 + ("description",) * 5 + ("compare",) * 2 + ("short",)

Questions = tuple[tuple[str, set[str]], ...]

GIT: Questions = (
    ("what is a bare repositry?", {"bare repository"}),
    ("define octopuss", {"octopus"}),
    ("whats a pikaxe", {"pickaxe"}),
    ("In which folder do hook scripts live, and how do I switch one on?", {"hook"}),
    ("How many hexadecimal characters does the name of an object have?", {"object name"}),
    ("What is the first branch of a new repository called?", {"master"}),
    ("which option leaves old history out of a clone?", {"shallow clone", "shallow repository"}),
    ("I went to a single old commit and now I am on no branch at all", {"detached HEAD"}),
    ("a combination whose result holds edits that none of its sources had", {"evil merge"}),
    ("diary of where my branch pointed yesterday evening", {"reflog"}),
    ("put my commits on top of another starting point", {"rebase"}),
    ("lost thing that nobody points to, not even other lost things", {"dangling object"}),
    ("What is the difference between fetch and pull?", {"fetch", "pull"}),
    ("plumbing vs. porcelain", {"plumbing", "porcelain"}),
    ("What does SCM stand for?", {"SCM"}),
)
GIT_HTML: Questions = (
    ("what is chery-piking?", {"cherry-picking"}),
    ("define submodle", {"submodule"}),
    ("wht is a refspeck", {"refspec"}),
    ("In which file are grafts configured?", {"grafts"}),
    ("What does git fetch write into FETCH_HEAD?", {"pseudoref"}),
    ("When does a push fail?", {"push"}),
    ("Where on the disk are objects usually kept?", {"object database"}),
    ("many things squeezed into one file so that they need less room", {"pack"}),
    ("place to put half-done work away for later", {"stash entry"}),
    ("project that refers to other projects' repositories inside it", {"superproject"}),
    ("nothing in my folder was edited since the last commit", {"clean"}),
    ("joining three or more lines of work in one go", {"octopus"}),
    (
        "How do dangling objects differ from unreachable ones?",
        {"dangling object", "unreachable object"},
    ),
    ("blob object or tree object: what's the difference?", {"blob object", "tree object"}),
    ("what does DAG mean?", {"DAG"}),
)
KUBERNETES: Questions = (
    ("what is a deamonset?", {"DaemonSet"}),
    ("define kubelett", {"Kubelet"}),
    ("whats a tolaration", {"Toleration"}),
    (
        "Which newer interface should be used in place of FlexVolume?",
        {"FlexVolume", "Container Storage Interface"},
    ),
    ("What took over from the deprecated ReplicationController?", {"ReplicationController"}),
    ("Which larger foundation does the CNCF belong to?", {"Cloud Native Computing Foundation"}),
    ("To which objects can a HPA not be applied?", {"Horizontal Pod Autoscaler"}),
    ("where do I keep passwords and tokens?", {"Secret"}),
    ("work that starts by itself every night at three", {"CronJob"}),
    ("database in which everything about the cluster is remembered", {"etcd"}),
    ("who picks the machine on which a fresh pod will run?", {"kube-scheduler"}),
    ("mark on a machine that keeps pods off it", {"Taint"}),
    (
        "What is the difference between an init container and an app container?",
        {"Init Container", "App Container"},
    ),
    (
        "persistent volume vs persistent volume claim",
        {"Persistent Volume", "Persistent Volume Claim"},
    ),
    ("What does PDB stand for?", {"Pod Disruption Budget"}),
)
TRANSFORMERS: Questions = (
    ("what is an atention mask?", {"attention mask"}),
    ("define pooling layr", {"pooling"}),
    ("what is the stirde?", {"stride"}),
    ("Which number stands for a padded position in the mask?", {"attention mask"}),
    ("What prefix shows that a piece goes on with the word before it?", {"input IDs"}),
    ("Which label value is left out when the loss is computed?", {"labels"}),
    ("What happens if chunk_size is 0?", {"feed forward chunking"}),
    (
        "practice of guessing the word that comes next, what follows being hidden",
        {"causal language modeling"},
    ),
    ("using what a model has learnt already for another job", {"transfer learning"}),
    ("how many times a second a sound is measured", {"sampling rate"}),
    ("cutting a picture into little squares that are fed in one after the other", {"image patch"}),
    (
        "training when only a handful of the examples have an answer beside them",
        {"semi-supervised learning"},
    ),
    ("How do encoder models and decoder models differ?", {"encoder models", "decoder models"}),
    ("tensor parallelism vs pipelineparallel", {"Tensor Parallelism", "PipelineParallel"}),
    ("What does CTC stand for?", {"connectionist temporal classification"}),
)
TRANSFORMERS_ES: Questions = (
    ("¿qué es la atention mask?", {"attention mask"}),
    ("define poolin", {"pooling"}),
    ("¿Qué es un pipline?", {"Pipeline"}),
    ("¿Qué valor de las etiquetas no cuenta para la pérdida?", {"labels"}),
    ("¿Qué pasa si chunk_size vale 0?", {"feed forward chunking"}),
    ("¿Cuántos canales tiene una foto en blanco y negro?", {"channel"}),
    ("¿Qué prefijo lleva un trozo que sigue a la misma palabra?", {"input IDs"}),
    ("ejercicio de adivinar la palabra que viene después", {"causal language modeling"}),
    ("usar lo que un modelo ya sabe para otro trabajo", {"transfer learning"}),
    ("cuántas veces por segundo se mide un sonido", {"sampling rate"}),
    ("cortar una foto en cuadraditos", {"image patch"}),
    ("entrenar cuando solo unos pocos ejemplos llevan etiqueta", {"semi-supervised learning"}),
    (
        "¿Cuál es la diferencia entre encoder models y decoder models?",
        {"encoder models", "decoder models"},
    ),
    (
        "¿En qué se diferencian DataParallel y PipelineParallel?",
        {"DataParallel", "PipelineParallel"},
    ),
    ("¿Qué significa CTC?", {"connectionist temporal classification"}),
)
SCIKIT_LEARN: Questions = (
    ("what is duck tiping?", {"duck typing"}),
    ("define metaestimtor", {"meta-estimator"}),
    ("what is erly stoping", {"early stopping"}),
    ("Which label do samples without a known class get?", {"semi-supervised", "multiclass"}),
    ("How many releases does a deprecation period last?", {"backwards compatibility"}),
    ("What number does predict give for an outlier?", {"predict"}),
    ("How are functions named where a bigger result is better?", {"evaluation metric"}),
    ("what is in the exam was already in the lessons, so the mark is too good", {"leakage"}),
    ("filling the gaps of a table", {"impute"}),
    ("learning portion by portion as it does not all fit into the computer", {"out-of-core"}),
    ("table of mostly zeros that are not kept, to save room", {"sparse matrix"}),
    ("go on from the solution found last time in place of from nothing", {"warm_start"}),
    ("What sets a regressor apart from a clusterer?", {"regressor", "clusterer"}),
    ("What is the difference between multilabel and multiclass?", {"multilabel", "multiclass"}),
    ("What does pd stand for?", {"pd"}),
)
SCIKIT_LEARN_HTML: Questions = (
    ("what is a regresor?", {"regressor"}),
    ("define classfier", {"classifier"}),
    ("ما هي mising values؟", {"missing values"}),
    ("ماذا يحدث إذا كان n_jobs يساوي -1؟", {"n_jobs"}),
    ("أي رقم يوضع للعينات التي لا نعرف تسميتها؟", {"semi-supervised", "multiclass"}),
    ("أي الفئتين هي الإيجابية إذا لم نحدد شيئا؟", {"binary"}),
    ("كم يجب أن يكون مجموع احتمالات الصف الواحد؟", {"predict_proba"}),
    ("ترك المصفوفات الكبيرة على القرص بدل تحميلها", {"memmapping"}),
    ("ملء الفراغات في جدول", {"impute"}),
    ("مقدر يلف مقدرا غيره", {"meta-estimator"}),
    ("تسربت بيانات الاختبار إلى التدريب فبدت النتيجة أحسن مما هي", {"leakage"}),
    ("keeping chance the same so that a run can be repeated", {"random_state"}),
    ("What is the difference between fit and partial_fit?", {"fit", "partial_fit"}),
    ("ما الفرق بين multilabel و multiclass؟", {"multilabel", "multiclass"}),
    ("What does np stand for?", {"np"}),
)
DPV: Questions = (
    ("what is pseudonimisation?", {"Pseudonymisation"}),
    ("define data controler", {"Data Controller"}),
    ("what is a consent reciept", {"Consent Receipt"}),
    (
        "Who may advise an organisation on its duties of data protection?",
        {"Data Protection Officer"},
    ),
    ("Between whom is an end user licence agreement made?", {"End User License Agreement"}),
    ("How is a fee that isn't required unlike a fee of zero?", {"Fee Not Required"}),
    ("On what grounds is a company called small or medium-sized?", {"SME Organisation"}),
    (
        "scrambled by whoever writes, readable again only by whom it is meant for",
        {"End-to-End Encryption"},
    ),
    ("logging in once for many sites", {"Single Sign On"}),
    ("made-up records that look like real ones", {"Synthetic Data"}),
    ("stopping people who wash dirty cash", {"Counter Money Laundering"}),
    ("blacking out secret lines of a letter", {"Data Redaction"}),
    (
        "symmetric or asymmetric encryption: what is the difference?",
        {"Symmetric Encryption", "Asymmetric Encryption"},
    ),
    (
        "How do a data processor and a data controller differ?",
        {"Data Processor", "Data Controller"},
    ),
    ("What does NDA stand for?", {"Non-Disclosure Agreement"}),
)


@dataclass(frozen=True, slots=True)
class Sample:
    """A glossary, what is asked, how many were right, and whether the encoder was tuned on it."""

    path: str
    entries: int
    questions: Questions
    right: int
    tuned_on: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A sample, its answers, and its documents' texts by path."""

    sample: Sample
    answers: tuple[Answer, ...]
    texts: dict[str, str]
    terms: frozenset[str]


SAMPLES = (
    Sample("git/glossary-content.adoc", 92, GIT, 12),
    Sample("git-html/gitglossary.html", 91, GIT_HTML, 12),
    Sample("kubernetes/en", 127, KUBERNETES, 12),
    Sample("transformers/glossary.md", 51, TRANSFORMERS, 14),
    Sample("transformers/glossary.es.md", 51, TRANSFORMERS_ES, 11),
    Sample("scikit-learn/glossary.rst", 131, SCIKIT_LEARN, 13, tuned_on=True),
    Sample("scikit-learn/glossary.html", 122, SCIKIT_LEARN_HTML, 12),
    Sample("w3c-dpv/dpv.ttl", 1116, DPV, 13, tuned_on=True),
)

#: Sets that miss the bar, with what was found and where they fall short.
SHORT = {
    "git/glossary-content.adoc": "R@1 is .80: 3 of 5 descriptions without the name miss",
    "git-html/gitglossary.html": "R@1 is .80: 3 of 5 descriptions without the name miss",
    "kubernetes/en": "R@1 is .80: 3 of 5 descriptions without the name miss",
    "transformers/glossary.es.md": "R@1 is .73: the encoder knows no Spanish, names and words work",
    "scikit-learn/glossary.html": "R@1 is .80: the encoder knows no Arabic, names and words work",
}

each = pytest.mark.parametrize("asked", SAMPLES, ids=lambda sample: sample.path, indirect=True)


@pytest.fixture(scope="module")
def asked(request: pytest.FixtureRequest, shared: Path) -> Iterator[Asked]:
    sample: Sample = request.param
    with Glossator.build([shared / "glossaries" / sample.path]) as glossary:
        lexicon = glossary.index.lexicon
        assert lexicon.counts.entries == sample.entries
        answers = tuple(glossary.ask(question) for question, _ in sample.questions)
        texts = {found.path: lexicon.document(found.id).text for found in lexicon.documents()}
        rows = range(lexicon.counts.entries)
        yield Asked(sample, answers, texts, frozenset(e.term for e in lexicon.entries(rows)))


def missed(asked: Asked) -> list[str]:
    pairs = zip(KINDS, asked.sample.questions, asked.answers, strict=True)
    return [
        f"{kind}: {question} -> {answer.ranked[0][0] if answer.ranked else None}"
        for kind, (question, gold), answer in pairs
        if not answer.ranked or answer.ranked[0][0] not in gold
    ]


@pytest.mark.shared
@pytest.mark.slow
@each
def test_the_right_entry_is_first(asked: Asked, request: pytest.FixtureRequest) -> None:
    wrong = missed(asked)
    if reason := SHORT.get(asked.sample.path):
        request.applymarker(pytest.mark.xfail(reason=reason, strict=False))
    assert 1 - len(wrong) / len(asked.answers) >= LEAST, wrong


@pytest.mark.shared
@pytest.mark.slow
@each
def test_no_set_falls_behind_what_was_found(asked: Asked) -> None:
    wrong = missed(asked)
    near_tie = 1  # another processor's rounding may turn one question
    assert len(asked.answers) - len(wrong) >= asked.sample.right - near_tie, wrong


@pytest.mark.shared
@pytest.mark.slow
@each
def test_every_quote_is_a_slice_of_its_document(asked: Asked) -> None:
    citations = [citation for answer in asked.answers for citation in answer.citations]
    assert len(citations) >= len(asked.answers) / 2
    for citation in citations:
        assert asked.texts[citation.source][citation.start : citation.end] == citation.quote


@pytest.mark.shared
@pytest.mark.slow
@each
def test_every_gold_term_is_an_entry(asked: Asked) -> None:
    assert {term for _, gold in asked.sample.questions for term in gold} <= asked.terms


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.path)
def test_a_set_is_fifteen_questions_none_of_which_was_trained_on(sample: Sample) -> None:
    assert len({question for question, _ in sample.questions}) == 15
    lines = (ROOT / "data" / "tuning" / "questions.jsonl").read_text("utf-8").splitlines()
    trained = {tuple(words(json.loads(line)["question"])) for line in lines}
    same = [question for question, _ in sample.questions if tuple(words(question)) in trained]
    assert same == []
    folder = sample.path.partition("/")[0]
    assert not (sample.tuned_on and folder in HELD_OUT)
    assert (sample.path in SHORT) is (sample.right / 15 < LEAST)

"""Addresses of what those present say, theirs and the committee's."""

from django.urls import path

from ikrar.outreach.views import forums, questions, voices

_ONE = "kegiatan/<int:pk>/pertanyaan/<int:question>/"
urlpatterns = [
    path("s/<str:code>", voices.forum_door, name="forum_door"),
    path("s/<str:code>/evaluasi/", voices.evaluate, name="evaluate"),
    path("s/<str:code>/evaluasi/terima-kasih/", voices.evaluated, name="evaluated"),
    path("s/<str:code>/tanya/", voices.ask_question, name="ask_question"),
    path("s/<str:code>/jawaban/", voices.read_answer, name="read_answer"),
    path("s/<str:code>/narasumber/<str:token>/", voices.speaker_list, name="speaker_list"),
    path("kegiatan/<int:pk>/suara/", forums.forum, name="forum"),
    path("kegiatan/<int:pk>/suara/hasil/", forums.evaluation_results, name="evaluation_results"),
    path("kegiatan/<int:pk>/suara/narasumber/", forums.replace_speaker_link, name="replace_speaker_link"),
    path("kegiatan/<int:pk>/pertanyaan/", questions.question_list, name="question_list"),
    path(_ONE, questions.question, name="question"),
    path(f"{_ONE}tampilkan/", questions.choose_question, name="choose_question"),
    path(f"{_ONE}sisihkan/", questions.set_aside_question, name="set_aside_question"),
    path(f"{_ONE}gabung/", questions.merge_question, name="merge_question"),
    path(f"{_ONE}kembalikan/", questions.return_question, name="return_question"),
    path(f"{_ONE}lisan/", questions.mark_spoken, name="mark_spoken"),
    path(f"{_ONE}jawab/", questions.answer_question, name="answer_question"),
]

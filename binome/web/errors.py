"""Pages for what went wrong: a sentence, never a trace."""

from django.shortcuts import render


def bad_request(request, exception=None):
    return render(request, "ui/400.html", status=400)


def forbidden(request, exception=None):
    return render(request, "ui/403.html", status=403)


def not_found(request, exception=None):
    return render(request, "ui/404.html", status=404)


def server_error(request):
    return render(request, "ui/500.html", status=500)


def csrf_failure(request, reason=""):
    """A form older than its page's cookie: her text is shown back so that nothing typed is lost (A18)."""
    typed = [(name, value) for name, value in request.POST.items() if value and "password" not in name and name[0] != "c"]
    return render(request, "ui/csrf.html", {"typed": typed}, status=403)

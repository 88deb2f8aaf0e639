"""What an operator compares and examines of agencies."""

from ikrar.core.doctor import figure

figure("people", "agencies.Staff", "orang")

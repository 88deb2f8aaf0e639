"""What an operator compares and examines of pledges."""

from ikrar.core.doctor import figure

figure("signatures", "pledges.Signature", "tanda tangan")
